"""What all schemas of the API share."""

from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")


class View(BaseModel):
    """Base of what the API shows."""

    model_config = ConfigDict(from_attributes=True)


class Input(BaseModel):
    """Base of what the API takes. A misspelt field is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid")


class Page(View, Generic[Item]):
    """A stretch of a list."""

    items: list[Item]
    next_cursor: str | None = Field(None, description="Pass it as `cursor` to get what follows; null at the end.")


def _one_line(value: str) -> str:
    if any(not character.isprintable() for character in value):
        raise ValueError("may not hold line breaks or other control characters")
    return value


def _plain_text(value: str) -> str:
    if any(not character.isprintable() and character not in "\n\t" for character in value):
        raise ValueError("may not hold control characters other than line breaks and tabs")
    return value.strip()


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_one_line)]
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_plain_text)]
