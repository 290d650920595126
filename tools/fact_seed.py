"""A well-formed open fact for the fuzzer to start from: python3 tools/fact_seed.py > FILE (docs/log-format.md)."""
import struct
import sys

BODY = (b'\0{"type":"stay.ended","version":1,"stream":"stay:' + b"0123456789abcdef" * 2 +
        b'","actor":1,"device":0,"base":"0000000000000000","command":"' + b"0123456789abcdef" * 2 +
        b'","data":{"reason":"returned","day":"2023-01-24","meals":[3]}}')
HEADER = struct.pack(">B8sIQ32sQHB16s24sI", 1, b"assamaka", 1, 2, bytes(range(32)), 1_674_000_000_000_000, 0, 0,
                     bytes(16), bytes(24), len(BODY))
sys.stdout.buffer.write(HEADER + BODY)
