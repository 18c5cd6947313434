import Glibc

/// The words for `errno`.
enum SystemError {
    static var current: String { String(cString: strerror(errno)) }
}
