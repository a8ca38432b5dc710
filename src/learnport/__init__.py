"""Taiwan's student learning portfolio (學生學習歷程檔案) as an embeddable library."""

__version__ = "0.1.0"
__all__ = ["__version__"]
