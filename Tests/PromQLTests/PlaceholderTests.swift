import Testing
@testable import PromQL
@Test func placeholder() {}
