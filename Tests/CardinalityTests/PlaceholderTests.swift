import Testing
@testable import Cardinality
@Test func placeholder() {}
