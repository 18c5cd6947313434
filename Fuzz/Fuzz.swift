import Glibc
import TSDB

/// What libFuzzer calls. The first byte of an input is its format, the second chooses what is done with it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 2 else { return 0 }
    let bytes = UnsafeBufferPointer(start: data, count: count)
    let formats = FuzzHarness.Format.allCases
    harness.run(formats[Int(bytes[0]) % formats.count], Array(bytes.dropFirst(2)), seed: bytes[1])
    return 0
}

private let harness: FuzzHarness = {
    var template = Array("/dev/shm/cardscan-fuzz-XXXXXX".utf8CString)
    let path = template.withUnsafeMutableBufferPointer {
        $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    return FuzzHarness(directory: path ?? "/dev/shm")
}()
