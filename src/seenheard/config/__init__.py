"""Settings, root urls, navigation, command line: the only place that knows every room."""
