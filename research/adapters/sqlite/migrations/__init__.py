"""The databases' schemas as numbered SQL files: append only, a file that was released is never edited."""
