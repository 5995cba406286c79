from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "reclaim.evidence"
    label = "evidence"
