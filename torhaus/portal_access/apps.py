from django.apps import AppConfig


class PortalAccessConfig(AppConfig):
    name = "torhaus.portal_access"
    label = "portal_access"
