"""How fast reading is, stage by stage: `python -m tests.bench`."""
