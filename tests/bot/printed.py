"""What somebody who holds a printed page reads, and what their phone finds on it."""

from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import zxingcpp

SCALE = 1.5  # some 110 dots an inch: a phone a few steps away


@dataclass(frozen=True)
class Page:
    page: pypdfium2.PdfPage

    @cached_property
    def words(self) -> str:
        """Without spaces and line ends, which a page sets as it likes."""
        return "".join(self.page.get_textpage().get_text_range().split())

    @cached_property
    def links(self) -> list[str]:
        """Of the QR codes on it; strokes of letters may look like a code of another kind."""
        picture = self.page.render(scale=SCALE).to_pil()
        return sorted(
            code.text
            for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        )

    @property
    def millimetres(self) -> tuple[int, int]:
        width, height = (round(points / 72 * 25.4) for points in self.page.get_size())
        return width, height


def pages(pdf: bytes) -> list[Page]:
    return [Page(page) for page in pypdfium2.PdfDocument(pdf)]
