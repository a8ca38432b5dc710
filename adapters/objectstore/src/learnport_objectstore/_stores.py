"""The object stores of obstore, and what they raise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, LocalStore, MemoryStore, S3Store, from_url

from learnport.errors import PluginError, SettingsError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

__all__ = ["blamed", "folder_of", "store_of"]

_KNOWN: Final = (AzureStore, GCSStore, LocalStore, MemoryStore, S3Store)


def store_of(place: ObjectStore | str, options: Mapping[str, Any]) -> ObjectStore:
    """The store at a URL, or the one that was handed over.

    Raises:
        SettingsError: it is none that blobs can be kept in. Neither URL nor options are
            repeated: they may hold a secret.
    """
    store = _at(place, options) if isinstance(place, str) else place
    if not isinstance(store, _KNOWN):
        raise SettingsError(detail=f"blobs cannot be kept in a {type(store).__name__}")
    return store


def _at(url: str, options: Mapping[str, Any]) -> ObjectStore:
    try:
        if url.startswith("file:"):
            folder = Path(url2pathname(urlsplit(url).path))
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return LocalStore(folder, **options)
        return from_url(url, **options)
    except (BaseError, OSError, TypeError, ValueError) as error:
        detail = f"no object store is at this URL with these options: {type(error).__name__}"
        raise SettingsError(detail=detail) from None


def folder_of(store: ObjectStore) -> Path | None:
    """The folder of a local store; None for all others.

    Raises:
        SettingsError: the local store is the whole machine.
    """
    if not isinstance(store, LocalStore):
        return None
    if store.prefix is None:
        raise SettingsError(detail="a local store needs a folder of its own")
    return Path(store.prefix)


@contextmanager
def blamed(plugin: str) -> Iterator[None]:
    """Raise what a store raises as a PluginError."""
    try:
        yield
    except (BaseError, OSError) as error:
        detail = f"the object store failed: {type(error).__name__}"
        raise PluginError(plugin=plugin, detail=detail) from error
