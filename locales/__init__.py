"""The product's words: a folder a language, English is the msgid, zh_CN is the product's own voice."""
