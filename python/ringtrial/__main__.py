"""``python -m ringtrial`` and the script ``ringtrial``: the command."""

import sys

INTERRUPTED = 130


def run() -> int:
    """Run the command; Ctrl-C before it has begun, or at its very end, is no traceback either."""
    try:
        from ringtrial.cli import main

        return main()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(run())
