"""What a paper says: the published shape, version by version. Depends on pydantic and on nothing of ours."""

from schemas.paper import SCHEMA_VERSION, Paper

__all__ = ["SCHEMA_VERSION", "Paper"]
