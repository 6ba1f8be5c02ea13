"""The gateway's own state: tokens, the audit chain, the history of statements (a database), and keys (a sealed file)."""

from gateway.storage.audit import Audit, Recorded
from gateway.storage.chain import Algorithm, Checkpoint
from gateway.storage.crowd import Crowd, CrowdedError
from gateway.storage.history import EndedError, History, Progress, StatementRow
from gateway.storage.keys import KeyFile, pads
from gateway.storage.record import AuditRecord, ColumnUse, Outcome, RelationUse
from gateway.storage.replicas import Look, Replicas, Suspension
from gateway.storage.sealed import Cipher, master_key
from gateway.storage.store import Storage
from gateway.storage.tokens import TokenGrant, Tokens
from gateway.storage.verification import Verification

__all__ = [
    "Algorithm", "Audit", "AuditRecord", "Checkpoint", "Cipher", "ColumnUse", "Crowd", "CrowdedError", "EndedError", "History", "KeyFile", "Look", "Outcome",
    "Progress", "Recorded", "RelationUse", "Replicas", "StatementRow", "Storage", "Suspension", "TokenGrant", "Tokens", "Verification", "master_key", "pads",
]  # fmt: skip
