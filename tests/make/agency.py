"""The agency with one site and two levels on file."""

from datetime import date

from examsys.agency.models import Agency, FiledLevel, Occupation, Site
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work


def make_agency() -> Agency:
    """A profile with one site and 三级, 四级 on file; the one that is there already if any."""
    if (found := db.session.get(Agency, 1)) is not None:
        return found
    agency = Agency(
        id=1,
        name="之江劳动关系评价中心",
        kind="association",
        category_code="S",
        agency_code="0000",
        province_code="33",
        uscc="51330000MJ8700023T",
        legal_person="林静远",
        address="杭州市西湖区文三路 1 号",
        phone="0571-88880000",
        filing_authority="浙江省人力资源和社会保障厅",
    )
    occupation = Occupation(name="劳动关系协调师", code="4-07-03-02", trade="")
    site = Site(
        name="杭州考点", address="杭州市西湖区", province_code="33", serial="000123", capacity=120
    )
    with unit_of_work(audited=False):
        db.session.add_all([agency, site, occupation])
        for level in (3, 4):
            db.session.add(
                FiledLevel(
                    occupation=occupation,
                    level=level,
                    filed_on=date(2025, 3, 1),
                    receipt_no=f"浙备〔2025〕{level}号",
                )
            )
    return agency
