import Glibc

/// The words for `errno`.
enum SystemError {
    static var current: String { words(for: errno) }

    static func words(for number: Int32) -> String { String(cString: strerror(number)) }
}
