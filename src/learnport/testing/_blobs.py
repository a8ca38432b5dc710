"""What every store for file contents must hold to."""

from __future__ import annotations

import hashlib
import io
from functools import partial

from learnport.errors import BlobMismatch, NotFound
from learnport.plugins import BlobReceipt, BlobStore
from learnport.testing._suite import raises, together
from learnport.testing.faults import EndlessStream, FailingStream, ShortStream

__all__ = ["BlobStoreContract"]

_WORK = "我的作品\r\n".encode() + bytes(range(256))
_BIG = 8 * 1_048_576
_ABSENT = "0" * 64
_ALIKE = (b"157", b"251")  # the SHA-256 of both begins with c75d


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _put(store: BlobStore, content: bytes) -> str:
    sha256 = _sha256(content)
    store.put(io.BytesIO(content), sha256, len(content))
    return sha256


def _put_slowly(store: BlobStore, content: bytes, promised: bytes) -> BlobReceipt:
    """In pieces with pauses between them, so that others have their turn."""
    stream = ShortStream(content, step=64, pause=0.001)
    return store.put(stream, _sha256(promised), len(promised))


def _content(store: BlobStore, sha256: str) -> bytes:
    with store.open(sha256) as stream:
        return stream.read()


def _assert_absent(store: BlobStore, sha256: str) -> None:
    assert store.stat(sha256) is None
    assert sha256 not in list(store.digests())
    with raises(NotFound):
        store.open(sha256)


class BlobStoreContract:
    """The promises of a BlobStore, one test each (檔案儲存契約).

    Subclass it in a test module and give it a pytest fixture `store` that yields an empty
    store, or hand both to `run_contract`.
    """

    def test_what_was_put_is_read_back_byte_for_byte(self, store: BlobStore) -> None:
        sha256 = _put(store, _WORK)
        assert _content(store, sha256) == _WORK

    def test_the_receipt_says_what_is_held(self, store: BlobStore) -> None:
        receipt = store.put(io.BytesIO(_WORK), _sha256(_WORK), len(_WORK))
        assert receipt == BlobReceipt(_sha256(_WORK), len(_WORK))
        assert store.stat(_sha256(_WORK)) == receipt

    def test_an_empty_file_is_a_file(self, store: BlobStore) -> None:
        sha256 = _put(store, b"")
        assert store.stat(sha256) == BlobReceipt(sha256, 0)
        assert _content(store, sha256) == b""

    def test_a_big_file_keeps_its_last_byte(self, store: BlobStore) -> None:
        content = bytes(_BIG) + b"\x01"
        sha256 = _put(store, content)
        assert _content(store, sha256) == content

    def test_a_file_may_arrive_in_small_pieces(self, store: BlobStore) -> None:
        for step in (1, 3, 100):
            content = _WORK + bytes([step])
            store.put(ShortStream(content, step), _sha256(content), len(content))
            assert _content(store, _sha256(content)) == content

    def test_a_stream_is_read_from_where_it_stands(self, store: BlobStore) -> None:
        stream = io.BytesIO(b"head" + _WORK)
        stream.seek(4)
        store.put(stream, _sha256(_WORK), len(_WORK))
        assert _content(store, _sha256(_WORK)) == _WORK

    def test_one_changed_byte_is_refused_and_leaves_nothing(self, store: BlobStore) -> None:
        for at in (0, len(_WORK) // 2, len(_WORK) - 1):
            changed = bytearray(_WORK)
            changed[at] ^= 1
            with raises(BlobMismatch):
                store.put(io.BytesIO(changed), _sha256(_WORK), len(_WORK))
            _assert_absent(store, _sha256(_WORK))
            _assert_absent(store, _sha256(bytes(changed)))

    def test_one_missing_byte_is_refused_and_leaves_nothing(self, store: BlobStore) -> None:
        with raises(BlobMismatch):
            store.put(io.BytesIO(_WORK[:-1]), _sha256(_WORK), len(_WORK))
        _assert_absent(store, _sha256(_WORK))

    def test_one_byte_too_many_is_refused_and_leaves_nothing(self, store: BlobStore) -> None:
        with raises(BlobMismatch):
            store.put(io.BytesIO(_WORK + b"\0"), _sha256(_WORK), len(_WORK))
        _assert_absent(store, _sha256(_WORK))

    def test_a_wrong_size_is_refused_though_the_digest_is_right(self, store: BlobStore) -> None:
        for size in (0, len(_WORK) - 1, len(_WORK) + 1):
            with raises(BlobMismatch):
                store.put(io.BytesIO(_WORK), _sha256(_WORK), size)
            _assert_absent(store, _sha256(_WORK))

    def test_an_endless_stream_is_refused_in_time(self, store: BlobStore) -> None:
        with raises(BlobMismatch):
            store.put(EndlessStream(patience=_BIG), _sha256(_WORK), len(_WORK))
        assert list(store.digests()) == []

    def test_a_broken_stream_leaves_nothing_and_can_be_sent_again(self, store: BlobStore) -> None:
        for after in (0, 1, len(_WORK) - 1):
            with raises(ConnectionResetError):
                store.put(FailingStream(_WORK, after), _sha256(_WORK), len(_WORK))
            _assert_absent(store, _sha256(_WORK))
        assert _content(store, _put(store, _WORK)) == _WORK

    def test_putting_twice_is_harmless(self, store: BlobStore) -> None:
        first = store.put(io.BytesIO(_WORK), _sha256(_WORK), len(_WORK))
        again = store.put(io.BytesIO(_WORK), _sha256(_WORK), len(_WORK))
        assert first == again
        assert list(store.digests()) == [_sha256(_WORK)]

    def test_false_bytes_never_replace_what_is_held(self, store: BlobStore) -> None:
        sha256 = _put(store, _WORK)
        for false in (b"", _WORK[:-1], _WORK[:-1] + b"\0", _WORK + b"\0"):
            with raises(BlobMismatch):
                store.put(io.BytesIO(false), sha256, len(_WORK))
            assert _content(store, sha256) == _WORK

    def test_what_is_not_held_is_not_found(self, store: BlobStore) -> None:
        _put(store, _WORK)
        _assert_absent(store, _ABSENT)

    def test_what_is_no_digest_is_not_held(self, store: BlobStore) -> None:
        sha256 = _put(store, _WORK)
        for key in ("", "..", sha256.upper(), sha256[:-1], f"{sha256}\n", f"{sha256[:2]}/{sha256}"):
            _assert_absent(store, key)
            store.delete(key)
        assert _content(store, sha256) == _WORK

    def test_what_is_no_digest_cannot_be_put(self, store: BlobStore) -> None:
        for key in ("", "../escaped", _sha256(_WORK).upper()):
            with raises(BlobMismatch):
                store.put(io.BytesIO(_WORK), key, len(_WORK))
        assert list(store.digests()) == []

    def test_deleting_forgets_the_bytes(self, store: BlobStore) -> None:
        sha256 = _put(store, _WORK)
        store.delete(sha256)
        _assert_absent(store, sha256)

    def test_deleting_again_is_harmless(self, store: BlobStore) -> None:
        sha256 = _put(store, _WORK)
        store.delete(sha256)
        store.delete(sha256)
        store.delete(_ABSENT)
        assert list(store.digests()) == []

    def test_deleting_touches_nothing_else(self, store: BlobStore) -> None:
        kept, gone = _put(store, b"kept"), _put(store, b"gone")
        store.delete(gone)
        assert _content(store, kept) == b"kept"

    def test_what_was_deleted_can_come_back(self, store: BlobStore) -> None:
        sha256 = _put(store, _WORK)
        store.delete(sha256)
        assert _content(store, _put(store, _WORK)) == _WORK
        assert list(store.digests()) == [sha256]

    def test_the_listing_is_complete_and_ascending(self, store: BlobStore) -> None:
        assert list(store.digests()) == []
        held = [_put(store, str(number).encode()) for number in range(60)]
        assert list(store.digests()) == sorted(held)

    def test_digests_that_begin_alike_are_kept_apart(self, store: BlobStore) -> None:
        held = {_put(store, content): content for content in _ALIKE}
        assert {sha256: _content(store, sha256) for sha256 in held} == held

    def test_readers_do_not_disturb_each_other(self, store: BlobStore) -> None:
        sha256 = _put(store, _WORK)
        with store.open(sha256) as one, store.open(sha256) as other:
            assert one.read(10) == _WORK[:10]
            assert other.read() == _WORK
            assert one.read() == _WORK[10:]

    def test_many_may_put_the_same_bytes_at_once(self, store: BlobStore) -> None:
        answers = together([partial(_put_slowly, store, _WORK, _WORK) for _ in range(8)])
        assert answers == [BlobReceipt(_sha256(_WORK), len(_WORK))] * 8
        assert _content(store, _sha256(_WORK)) == _WORK
        assert list(store.digests()) == [_sha256(_WORK)]

    def test_many_may_put_different_bytes_at_once(self, store: BlobStore) -> None:
        contents = [_WORK + bytes([number]) for number in range(8)]
        answers = together([partial(_put_slowly, store, each, each) for each in contents])
        assert answers == [BlobReceipt(_sha256(each), len(each)) for each in contents]
        assert [_content(store, _sha256(each)) for each in contents] == contents

    def test_false_bytes_at_the_same_moment_do_no_harm(self, store: BlobStore) -> None:
        contents = [_WORK, _WORK[:-1] + b"\0"] * 4
        answers = together([partial(_put_slowly, store, each, _WORK) for each in contents])
        assert [type(answer) for answer in answers] == [BlobReceipt, BlobMismatch] * 4
        assert _content(store, _sha256(_WORK)) == _WORK
