"""The catalogue of settings, with defaults and where each comes from. source: domain §15."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from examsys.rules.parameter import BadValue, Parameter, ParameterType, Scope, Value

__all__ = ["BY_KEY", "PARAMETERS", "BadValue", "Parameter", "ParameterType", "Scope", "Value"]


def _read() -> tuple[Parameter, ...]:
    raw = tomllib.loads((files("examsys.rules") / "parameters.toml").read_text("utf-8"))
    return tuple(_parameter(key, body) for key, body in raw.items())


def _parameter(key: str, body: Mapping[str, Any]) -> Parameter:
    fields = dict(body)
    written = fields.pop("default")
    fields["type"] = ParameterType(fields["type"])
    fields["scope"] = Scope(fields.get("scope", Scope.AGENCY))
    fields["choices"] = tuple(fields.get("choices", {}).items())
    bare = Parameter(key=key, default=None, **fields)
    return replace(bare, default=bare.parse(written))


PARAMETERS: tuple[Parameter, ...] = _read()
BY_KEY: Mapping[str, Parameter] = {parameter.key: parameter for parameter in PARAMETERS}
