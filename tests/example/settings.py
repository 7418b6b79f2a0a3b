"""The product with the example app in it, as if the app's folder stood in `nenep/`."""

from pathlib import Path

import nenep
from nenep.settings import *  # noqa: F403
from nenep.settings import INSTALLED_APPS as OF_PRODUCT

# So that `nenep.bookshelf` is the folder beside this file: whatever looks at our apps sees it.
nenep.__path__.append(str(Path(__file__).parent))
_before_demo = OF_PRODUCT.index("nenep.demo")
INSTALLED_APPS = [*OF_PRODUCT[:_before_demo], "nenep.bookshelf", *OF_PRODUCT[_before_demo:]]
ROOT_URLCONF = "tests.example.urls"
