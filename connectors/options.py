"""What the options of every kind have in common: frozen, unknown keys refused, paths relative to the configuration file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo


class Options(BaseModel):
    """Base of every kind's options. Validate with `context={"base": folder of gateway.toml}`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


def _beside_file(value: Path, info: ValidationInfo) -> Path:
    base = (info.context or {}).get("base", Path())
    return Path(base) / value.expanduser()


FilePath = Annotated[Path, AfterValidator(_beside_file)]
