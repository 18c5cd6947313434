import CPlatform
import Glibc

/// A read-only mapping of an immutable file (a block's index, a tombstones file), and its owner.
///
/// The bytes are handed out as borrowed spans, so nothing can outlive the mapping. A file cut short by another
/// process while it is mapped reads as zeros from there on (see `isCutShort`) instead of raising SIGBUS.
package final class MappedFile: Sendable {
    /// How much of a mapping a sequential reader keeps resident before it calls `release`, in bytes.
    package static let releaseStep = 2 << 20

    /// What Linux may map around a page that is touched: usually 64 KiB, up to the reach of one page table where the
    /// page cache holds large folios.
    private static let window = 2 << 20

    package let path: String
    package let count: Int
    private let inode: UInt64
    private let device: UInt64
    // Never written through and unmapped only in deinit: safe to share.
    nonisolated(unsafe) private let base: UnsafeRawPointer

    package init(path: String) throws(Diagnostic) {
        self.path = path
        // A pipe that nobody writes to is no reason to wait.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Diagnostic(file: path, "cannot be opened: \(SystemError.current)") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Diagnostic(file: path, "is not a regular file")
        }
        count = Int(status.st_size)
        inode = UInt64(status.st_ino)
        device = UInt64(status.st_dev)
        guard count > 0 else { throw Diagnostic(file: path, offset: 0, "is empty") }
        cplatform_guard_mappings()
        guard let address = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), address != MAP_FAILED else {
            throw Diagnostic(file: path, "cannot be mapped into memory: \(SystemError.current)")
        }
        base = UnsafeRawPointer(address)
        guard cplatform_register_mapping(base, count) else {
            munmap(address, count)
            throw Diagnostic(file: path, "too many files are mapped at once; analyse fewer blocks in one run")
        }
    }

    deinit {
        cplatform_unregister_mapping(base)
        munmap(UnsafeMutableRawPointer(mutating: base), count)
    }

    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The first bytes, for telling what the file is; fewer when it is shorter.
    package func prefix(_ count: Int) -> [UInt8] {
        bytes.extracting(first: count).withUnsafeBytes { Array($0) }
    }

    /// Whether another process cut the file short since it was mapped, so that zeros were read. Pages that are gone are
    /// counted as they are touched; the rest of the last page reads as zeros without a signal, so the size is looked at
    /// too, as long as the name still leads to the file: deleting it does no harm.
    package var isCutShort: Bool {
        if cplatform_lost_pages(base) > 0 { return true }
        var status = stat()
        return stat(path, &status) == 0 && UInt64(status.st_ino) == inode && UInt64(status.st_dev) == device
            && Int(status.st_size) < count
    }

    /// What to say when it is.
    package var damage: Diagnostic? {
        isCutShort ? Diagnostic(file: path, "was cut short by another process while it was read") : nil
    }

    /// Gives a range that was read back to the kernel, which keeps it in its page cache: mapped pages count as resident,
    /// and a large index must not fill the container it is read in.
    ///
    /// The kernel maps neighbouring pages with each one touched, so the range is widened to what it may have mapped; a
    /// reader next door maps its pages again at the price of a minor fault.
    package func release(_ range: Range<Int>) {
        let address = Int(bitPattern: base)
        let start = max((address + range.lowerBound) / Self.window * Self.window, address)
        let end = min((address + range.upperBound + Self.window - 1) / Self.window * Self.window, address + count)
        guard start < end else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_DONTNEED)
    }
}
