import Testing
@testable import TSDB
@Test func placeholder() {}
