from enum import StrEnum


class ParametersEvent(StrEnum):
    VALUE_SET = "parameters.value.set"
    CALENDAR_SEEDED = "parameters.calendar.seeded"
    DAY_SET = "parameters.day.set"
    YEAR_COVERED = "parameters.year.covered"
