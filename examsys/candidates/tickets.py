"""Ticket numbers of 19 digits. Opaque to everybody: kept, looked up and printed as text.

source: domain §4.4, the composition of Jiangxi. Offset and width of each part:

| offset | digits | part |
| --- | --- | --- |
| 0 | 2 | year of the batch |
| 2 | 2 | area: the province digits of the site (GB/T 2260), as on its certificates |
| 4 | 3 | agency: the last three digits of the agency's code |
| 7 | 3 | batch within the year |
| 10 | 3 | subject: the level, 004 to 001 |
| 13 | 3 | room |
| 16 | 3 | seat |
"""


def ticket_number(
    *, year: int, area: str, agency_code: str, batch: int, level: int, room: int, seat: int
) -> str:
    """raises: ValueError when a part has more digits than its place."""
    parts = (
        f"{year % 100:02d}",
        area.rjust(2, "0"),
        agency_code[-3:].rjust(3, "0"),
        f"{batch:03d}",
        f"{level:03d}",
        f"{room:03d}",
        f"{seat:03d}",
    )
    number = "".join(parts)
    if len(number) != 19 or not number.isdecimal():
        raise ValueError(f"not a ticket number: {number}")
    return number
