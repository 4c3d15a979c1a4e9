"""What the API shows of quotas."""

from pydantic import Field

from massa_server.schemas import View


class Usage(View):
    """What one uses, and how much one may; a limit of null is no limit."""

    upload_bytes: int = Field(description="Bytes of one's files and protein databases, with those being uploaded.")
    upload_bytes_limit: int | None
    running_analyses: int = Field(description="One's analyses that wait or run.")
    running_analyses_limit: int | None
