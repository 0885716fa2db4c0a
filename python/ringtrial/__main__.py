"""``python -m ringtrial``: the command."""

import sys

from ringtrial.cli import main

sys.exit(main())
