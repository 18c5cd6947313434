import Foundation

extension TemporaryDirectory {
    /// The path of the file that now holds the text.
    func write(_ name: String, _ text: String) throws -> String {
        try write(Array(text.utf8), to: name)
        return path + "/" + name
    }

    /// Changes a byte in the middle.
    func damage(_ name: String) throws {
        var data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        data[data.count / 2] ^= 0xff
        try data.write(to: URL(fileURLWithPath: path + "/" + name))
    }
}
