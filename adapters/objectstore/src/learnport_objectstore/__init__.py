"""File contents of learnport in S3, Google Cloud Storage, Azure, a local folder or memory."""

from learnport_objectstore._blobs import ObjectBlobs

__version__ = "0.1.0"
__all__ = ["ObjectBlobs", "__version__"]
