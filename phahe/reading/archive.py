"""The parts of a Word file, taken out of its archive within bounds: never more inflated than stated, no entities, nothing written."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any, Final

from lxml import etree

#: The longest part, and the greatest ratio at which a part may be packed (prose packs at 10, dull tables at 60).
MAX_PART: Final = 96 * 2**20
MAX_RATIO: Final = 250
_ALWAYS_FINE: Final = 2**20


class Archive:
    """An open Word file."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise ValueError("tệp .docx hỏng hoặc bị cắt cụt (damaged or truncated)") from error
        infos = self._zip.infolist()
        self.names = frozenset(info.filename for info in infos)
        if len(self.names) != len(infos):
            raise ValueError("tệp .docx có hai phần trùng tên (duplicate names in the archive)")

    def xml(self, name: str) -> Any | None:
        """The root element of a part; None where there is no such part.

        Raises ValueError for a part that is too large, packed too well, protected, damaged, not XML, or that declares a document type.
        """
        if name not in self.names:
            return None
        # Entities are not expanded, and a part that declares any is refused: no Word processor writes one.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=True
        )
        try:
            root = etree.fromstring(self._bytes(name), parser)
        except etree.XMLSyntaxError as error:
            raise ValueError(f"{name} không phải XML hợp lệ (not well-formed XML), dòng {error.lineno}") from error
        if root.getroottree().docinfo.doctype:
            raise ValueError(f"{name} khai báo thực thể XML (declares a document type), bị từ chối (refused)")
        return root

    def _bytes(self, name: str) -> bytes:
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise ValueError("tệp nén có mật khẩu (password-protected archive)")
        if info.file_size > MAX_PART or info.file_size > max(_ALWAYS_FINE, MAX_RATIO * info.compress_size):
            raise ValueError(f"bom nén (zip bomb): {name} nở ra {info.file_size:,} byte từ {info.compress_size:,}")
        try:
            with self._zip.open(info) as part:
                data = part.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise ValueError(f"{name} hỏng (damaged part of the file)") from error
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ValueError(f"{name} khai báo thực thể XML (declares a document type), bị từ chối (refused)")
        return data
