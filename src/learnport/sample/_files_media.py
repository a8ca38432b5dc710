"""Melodies and short films of the sample school, encoded by FFmpeg's libraries (PyAV).

Encoding is dear, so only `VARIANTS` melodies and films are ever encoded; every file is then
written anew around copies of their packets, as often as its length asks, with its own title.
"""

from __future__ import annotations

import array
import functools
import io
import math
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any, Final

import av
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from PIL import Image, ImageDraw

from learnport.sample._files_charts import PAPER, palette, write
from learnport.sample._files_pictures import picture
from learnport.sample._words import Figure, notice

__all__ = ["VARIANTS", "film", "melody"]

VARIANTS: Final = 3
"""So many melodies and so many films are encoded at most."""

_RATE: Final = 32_000
_NOTES: Final = (261.63, 293.66, 329.63, 392.00, 440.00, 523.25)
_BEAT: Final = 0.25
_BEATS: Final = 16
_FRAMES_A_SECOND: Final = 12
_SIZE: Final = (512, 288)
_SCENES: Final = ("山景", "海邊", "校園")
_BITEXACT: Final = {"fflags": "+bitexact"}


def melody(seed: int, title: str, repeats: int) -> bytes:
    """An MP3 file that plays one melody of 4 seconds `repeats` times."""
    options = _BITEXACT | {"id3v2_version": "3"}
    return _repeat(_melody(seed % VARIANTS), seed, title, repeats, "mp3", options)


def film(seed: int, title: str, repeats: int) -> bytes:
    """An MP4 file, H.264 and AAC, index first, that shows one film `repeats` times."""
    options = _BITEXACT | {"movflags": "+faststart"}
    return _repeat(_film(seed % VARIANTS), seed, title, repeats, "mp4", options)


@functools.lru_cache(maxsize=VARIANTS)
def _melody(variant: int) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3", options=_BITEXACT) as container:
        stream = container.add_stream("libmp3lame", rate=_RATE, layout="mono")
        stream.bit_rate = 64_000
        # Without the reservoir every frame stands alone and may be repeated.
        stream.options = {"reservoir": "0"}
        _encode_tune(container, stream, variant)
    return buffer.getvalue()


@functools.lru_cache(maxsize=VARIANTS)
def _film(variant: int) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4", options=_BITEXACT) as container:
        video = container.add_stream("libx264", rate=_FRAMES_A_SECOND)
        sound = container.add_stream("aac", rate=_RATE, layout="mono")
        video.width, video.height = _SIZE
        video.pix_fmt = "yuv420p"
        # The number of threads and x264's vector code (its macroblock tree reads past the
        # picture's edge) would change the bits from run to run.
        video.codec_context.thread_count = 1
        video.options = {"preset": "veryfast", "crf": "26", "x264-params": "asm=0:mbtree=0"}
        sound.bit_rate = 64_000
        for stream in (video, sound):
            stream.codec_context.flags |= Flags.bitexact
        for image in _images(variant):
            frame = av.VideoFrame.from_bytes(image.convert("RGBA").tobytes(), *_SIZE)
            container.mux(video.encode(frame))
        container.mux(video.encode())
        _encode_tune(container, sound, variant)
    return buffer.getvalue()


def _images(variant: int) -> Iterator[Image.Image]:
    """A slow pan over a landscape with a caption and a bar that grows."""
    wide = picture(Figure("photo", "", (_SCENES[variant],), ""), variant, 640)
    count = int(_FRAMES_A_SECOND * _BEAT * _BEATS)
    for index in range(count):
        left = (wide.width - _SIZE[0]) * index // count
        image = wide.crop((left, 70, left + _SIZE[0], 70 + _SIZE[1]))
        draw = ImageDraw.Draw(image)
        write(draw, (16, 16), notice(), 14, ink=PAPER, width=480)
        bar = (16, 268, 16 + 480 * (index + 1) / count, 276)
        draw.rectangle(bar, palette(variant)[1])
        yield image


def _encode_tune(container: OutputContainer, stream: AudioStream, variant: int) -> None:
    samples = _samples(variant)
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
    frame.sample_rate = _RATE
    frame.pts = 0
    frame.planes[0].update(samples.tobytes())
    container.mux(stream.encode(frame))
    container.mux(stream.encode())


def _samples(variant: int) -> array.array[int]:
    rng = Random(f"{variant}:melody")
    length = int(_RATE * _BEAT)
    fades = [9_000 * math.exp(-3.0 * at / length) for at in range(length)]
    samples = array.array("h")
    for _ in range(_BEATS):
        step = math.tau * rng.choice(_NOTES) / _RATE
        samples.extend(
            int(fade * (math.sin(step * at) + math.sin(2 * step * at) / 3))
            for at, fade in enumerate(fades)
        )
    return samples


def _repeat(
    content: bytes, seed: int, title: str, repeats: int, kind: str, options: dict[str, str]
) -> bytes:
    """Write the packets of `content` `repeats` times into a new file with its own title."""
    buffer = io.BytesIO()

    def reopen(_url: str, _flags: int, _options: dict[str, Any]) -> io.BytesIO:
        # The MP4 writer reads back what it wrote, to move the index to the front.
        return io.BytesIO(buffer.getvalue())

    with av.open(buffer, "w", format=kind, options=options, io_open=reopen) as target:
        target.metadata.update(title=title, comment=f"learnport sample {seed}")
        with av.open(io.BytesIO(content), "r") as source:
            streams = [target.add_stream_from_template(stream) for stream in source.streams]
        for packet in _packets(content, repeats):
            packet.stream = streams[packet.stream_index]
            target.mux(packet)
    return buffer.getvalue()


def _packets(content: bytes, repeats: int) -> Iterator[Packet[Any]]:
    """Demux `repeats` times, each lap later than the one before by its whole length."""
    length = Fraction(0)
    with av.open(io.BytesIO(content), "r") as source:
        for packet in source.demux():
            if packet.pts is not None and packet.duration is not None:
                length = max(length, (packet.pts + packet.duration) * Fraction(packet.time_base))
    for lap in range(repeats):
        with av.open(io.BytesIO(content), "r") as source:
            for packet in source.demux():
                # Flushing packets have no time; an encoder's run-in belongs to the first lap only.
                if packet.pts is None or packet.dts is None or (lap and packet.pts < 0):
                    continue
                shift = int(lap * length / Fraction(packet.time_base))
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                yield packet
