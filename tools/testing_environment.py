"""What tests need in the environment before Django's settings are read; loaded with `-p`."""

import os

import hypothesis

os.environ.setdefault("NENEP_TRIAL", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-for-anything-else")

# A busy machine is no reason to fail: no test asserts on time.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")
