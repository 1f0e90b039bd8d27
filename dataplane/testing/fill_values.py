"""The value that fill.py gives to an entity, as check_fill.py expects it."""
import struct
import zlib


def vector(key: int, dim: int) -> list:
    seed = zlib.crc32(str(key).encode())
    return [struct.unpack("<f", struct.pack("<f", ((seed * (i + 1)) % 2001 - 1000) / 1000))[0] for i in range(dim)]


def value_of(key: int, dim: int) -> tuple:
    return f"entity {key}", vector(key, dim), {"k": key}
