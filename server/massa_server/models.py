"""All models, so that the metadata is complete wherever this module is imported."""

from massa_server.analyses.models import Analysis, AnalysisChunk, AnalysisFile
from massa_server.audit.models import AuditEvent
from massa_server.auth.models import AccessToken, Identity, SignInThrottle, User, UserSession
from massa_server.databases.models import ProteinDatabase
from massa_server.db import Base
from massa_server.events.models import Event
from massa_server.projects.models import Membership, Project
from massa_server.retention.models import Chore
from massa_server.samples.models import Sample, SampleFile
from massa_server.storage.models import ObjectDeletion
from massa_server.uploads.models import Upload

__all__ = [
    "AccessToken",
    "Analysis",
    "AnalysisChunk",
    "AnalysisFile",
    "AuditEvent",
    "Base",
    "Chore",
    "Event",
    "Identity",
    "Membership",
    "ObjectDeletion",
    "Project",
    "ProteinDatabase",
    "Sample",
    "SampleFile",
    "SignInThrottle",
    "Upload",
    "User",
    "UserSession",
]
