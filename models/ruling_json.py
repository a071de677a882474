"""The public record as JSON and back, by one pydantic adapter over the dataclasses: no second schema to keep."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from models.ruling import Ruling


@cache
def _adapter() -> TypeAdapter[Ruling]:
    return TypeAdapter(Ruling)


def to_json(ruling: Ruling) -> bytes:
    """The record as UTF-8 JSON, every field present, one line; evidence keeps only the keys it has."""
    return _adapter().dump_json(ruling)


def to_dict(ruling: Ruling) -> dict[str, Any]:
    """The record as plain JSON values (lists, not tuples), in field order."""
    made: dict[str, Any] = _adapter().dump_python(ruling, mode="json")
    made["evidencia"] = {
        path: [{key: value for key, value in item.items() if value is not None} for item in items]
        for path, items in made["evidencia"].items()
    }
    return made


def from_json(line: bytes | str) -> Ruling:
    """The record of a JSON object as `to_json` or `to_dict` wrote it. Raises pydantic.ValidationError on anything else."""
    return _adapter().validate_json(line)
