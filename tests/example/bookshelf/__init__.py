"""The bookshelf of an organisation (tủ sách): the example of how an app is built."""
