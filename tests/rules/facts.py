"""The example of facts of the interface, word for word; unknown stays null."""

FACTS = {
    "certificates": [
        {
            "occupation": "劳动关系协调师",
            "kind": "skill_level",
            "level": 3,
            "issued_on": "2019-05-20",
            "status": "valid",
        }
    ],
    "titles": [
        {
            "name": "经济师",
            "rank": "intermediate",
            "major": "人力资源管理",
            "granted_on": "2018-11-01",
            "equivalence": None,
        }
    ],
    "work": [{"kind": "this", "from": "2018-11-01", "to": None}],
    "education": [
        {
            "kind": "bachelor",
            "major": "法学",
            "relation": "related",
            "evaluated": None,
            "status": "graduated",
            "on": "2012-07-01",
        }
    ],
    "political_declaration": True,
    "ethics_declaration": True,
    "professional_assessment": True,
    "violations": [],
    "agreements": [{"with": "this_agency", "signed_on": "2026-01-05", "until": "2028-12-31"}],
    "expert_pools": [],
    "birth_on": "1985-04-02",
    "ruleset": "LRC-2019",
}
