"""What a neighbourhood could install instead, doing the same: a report is filed. Side by side, in one run."""
