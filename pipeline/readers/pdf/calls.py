"""The functions of pdfium that are called once a word, drawing or element of structure, with plain addresses.

The binding's own types make a pointer object of every answer and check every argument against its type: a third of the
cost of a call, and there are four calls a word. Here an object is a number (None where there is none), and a result is
written to a place in an array that is read once for the page.
"""

import ctypes
from collections.abc import Callable
from typing import Any, cast

from pypdfium2 import raw

Call = Callable[..., Any]

NUMBERS = (ctypes.c_int, ctypes.c_ulong, ctypes.c_float, ctypes.c_double)
"""What is passed as it is; everything else in these functions is a pointer."""


def address(handle: Any) -> int:
    """Where the thing lies that a handle of the binding stands for."""
    return cast(int, ctypes.cast(handle, ctypes.c_void_p).value)


def _plain(function: Any) -> Call:
    result, *arguments = (t if t in NUMBERS else ctypes.c_void_p for t in (function.restype, *function.argtypes))
    return ctypes.CFUNCTYPE(result, *arguments)(address(function))


loose_box = _plain(raw.FPDFText_GetLooseCharBox)
origin = _plain(raw.FPDFText_GetCharOrigin)
text_object = _plain(raw.FPDFText_GetTextObject)
is_generated = _plain(raw.FPDFText_IsGenerated)
is_uncoded = _plain(raw.FPDFText_HasUnicodeMapError)
font_info = _plain(raw.FPDFText_GetFontInfo)
font = _plain(raw.FPDFTextObj_GetFont)
font_weight = _plain(raw.FPDFText_GetFontWeight)
font_size = _plain(raw.FPDFText_GetFontSize)
matrix = _plain(raw.FPDFText_GetMatrix)
render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode)
marked_content = _plain(raw.FPDFPageObj_GetMarkedContentID)
clip_path = _plain(raw.FPDFPageObj_GetClipPath)
clip_parts = _plain(raw.FPDFClipPath_CountPaths)
kind = _plain(raw.FPDFPageObj_GetType)
bounds = _plain(raw.FPDFPageObj_GetBounds)
fill_colour = _plain(raw.FPDFPageObj_GetFillColor)
draw_mode = _plain(raw.FPDFPath_GetDrawMode)
count_on_page = _plain(raw.FPDFPage_CountObjects)
on_page = _plain(raw.FPDFPage_GetObject)
count_in_form = _plain(raw.FPDFFormObj_CountObjects)
in_form = _plain(raw.FPDFFormObj_GetObject)
child = _plain(raw.FPDF_StructElement_GetChildAtIndex)
count_children = _plain(raw.FPDF_StructElement_CountChildren)
child_content = _plain(raw.FPDF_StructElement_GetChildMarkedContentID)
element_type = _plain(raw.FPDF_StructElement_GetType)
