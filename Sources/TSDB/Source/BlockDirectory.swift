/// Recognises the directories of blocks.
enum BlockDirectory {
    private static let alphabet = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// Whether a name is a ULID, as all blocks' directories are named; `.tmp-for-creation` and the like are not.
    static func isName(_ name: String) -> Bool {
        name.utf8.count == 26 && name.utf8.allSatisfy(alphabet.contains)
    }

    /// Whether a directory is a block itself.
    static func isBlock(_ path: String) -> Bool {
        Directory.exists(path + "/meta.json") && Directory.exists(path + "/index")
    }
}
