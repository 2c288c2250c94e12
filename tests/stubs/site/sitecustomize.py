"""With this folder on its path, a machine of a cluster has the extractor that obeys (`papers_stub`)."""

import tests.stubs.papers_stub  # noqa: F401
