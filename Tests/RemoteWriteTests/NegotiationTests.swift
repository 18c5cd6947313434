import Testing

@testable import RemoteWrite

@Suite struct NegotiationTests {
    private func version(_ type: String?, _ encoding: String? = "snappy") -> MessageVersion? {
        try? MessageVersion(contentType: type, contentEncoding: encoding)
    }

    private func refusal(_ type: String?, _ encoding: String? = "snappy") -> Refusal? {
        do throws(Refusal) {
            _ = try MessageVersion(contentType: type, contentEncoding: encoding)
            return nil
        } catch { return error }
    }

    @Test func versionOne() {
        for type in [
            nil, "", "application/x-protobuf", " application/x-protobuf ", "application/x-protobuf;charset=utf-8",
            "application/x-protobuf;proto=prometheus.WriteRequest",
            "application/x-protobuf; charset=utf-8 ; proto=prometheus.WriteRequest",
        ] {
            #expect(version(type) == .v1, "\(type ?? "none")")
        }
        #expect(version("application/x-protobuf", nil) == .v1)
    }

    @Test func versionTwo() {
        #expect(version("application/x-protobuf;proto=io.prometheus.write.v2.Request") == .v2)
        #expect(version("application/x-protobuf; proto=io.prometheus.write.v2.Request") == .v2)
    }

    @Test func others() {
        for type in [
            "text/plain", "application/json", "application/x-protobuf;proto", "application/x-protobuf;a=b=c",
            "application/x-protobuf;proto=prometheus.writerequest", "APPLICATION/X-PROTOBUF",
        ] {
            #expect(refusal(type)?.status == 415, "\(type)")
        }
        #expect(refusal("application/x-protobuf", "gzip")?.message.contains("only snappy is acceptable") == true)
    }
}
