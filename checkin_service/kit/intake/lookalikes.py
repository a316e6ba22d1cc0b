"""Files that people send for a table and that are none as they stand, each with what to do."""

from checkin_service.kit.words import Words

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF", b"Rar!", b"7z\xbc\xaf")


def no_table(content: bytes) -> Words | None:
    """What to do with a file that is no table as it stands, by its first bytes."""
    if not content.strip(b"\0 \t\r\n"):
        return NOTHING
    if content.startswith(_OLD_WORKBOOK):
        return _LOCKED if _ENCRYPTED in content else _OLD
    if content.startswith(_PICTURES) or (content.startswith(b"PK") and b"word/document.xml" in content):
        return _NO_TABLE
    return _WEB_PAGE if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else None


NOTHING = Words("文件是空的。请选择填好的表格。", "The file is empty: choose the filled table.")
_OLD = Words(
    "这是旧版 Excel（.xls）文件。请用 Excel 或 WPS 打开，“另存为” XLSX 后重试。",
    "This is a workbook of the old kind (.xls): open it and save it as XLSX.",
)
_LOCKED = Words(
    "文件有打开密码。请打开后取消密码（文件—信息—保护），保存后重试。",
    "The file has a password: open it, take the password off, save it and try again.",
)
_WEB_PAGE = Words(
    "这是网页格式的表格（有的系统导出的 .xls 就是这样）。请用 Excel 或 WPS 打开，“另存为” XLSX 后重试。",
    "This is a web page, as some systems export it under the name .xls: open it and save it as XLSX.",
)
_NO_TABLE = Words(
    "这不是表格文件（图片、PDF、Word 文档和压缩包都不能读取）。请上传 XLSX 或 CSV。",
    "This is no table: pictures, PDF, documents and archives cannot be read. Send an XLSX or CSV.",
)
