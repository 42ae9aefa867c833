"""Settings, root URLs, WSGI application and start-up."""
