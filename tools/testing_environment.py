"""What tests need in the environment before Django's settings are read; loaded with `-p`."""

import os

os.environ.setdefault("NENEP_TRIAL", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-for-anything-else")
