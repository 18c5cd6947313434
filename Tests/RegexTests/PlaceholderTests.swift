import Testing
@testable import Regex
@Test func placeholder() {}
