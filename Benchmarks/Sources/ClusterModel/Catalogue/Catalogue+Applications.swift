extension Catalogue {
    /// Routes of the services, with the careless ones that have identifiers in them.
    private static let routes: Dimension = {
        let nouns = "account basket category coupon customer invoice item message offer order payment profile".split(
            separator: " ")
        let rows = nouns.flatMap { noun -> [[String]] in
            [
                ["/api/v1/\(noun)s", "GET"], ["/api/v1/\(noun)s", "POST"], ["/api/v1/\(noun)s/{id}", "GET"],
                ["/api/v1/\(noun)s/{id}", "PUT"], ["/api/v1/\(noun)s/{id}", "DELETE"],
                ["/api/v1/\(noun)s/{id}/history", "GET"], ["/api/v2/\(noun)s/search", "POST"],
                ["/internal/\(noun)s/export", "GET"],
            ]
        }
        return Dimension(["handler", "method"], rows + [["/healthz", "GET"], ["/metrics", "GET"], ["/", "GET"]])
    }()

    private static let grpc: Dimension = {
        let services = "Basket Catalog Ledger Order Payment Pricing Profile Session".split(separator: " ")
        let rows = services.flatMap { service in
            ["Get", "List", "Create", "Update", "Delete", "Watch"].map { method in
                [method, "shop.\(service).v1.\(service)Service", method == "Watch" ? "server_stream" : "unary"]
            }
        }
        return Dimension(["grpc_method", "grpc_service", "grpc_type"], rows)
    }()

    private static let statuses = Dimension("status", "200 201 204 400 404 500 503")
    private static let topics = Dimension("topic", Topology.areas.joined(separator: " "))
    private static let upstreams = Dimension("upstream", Topology.areas.joined(separator: " "))

    static let applications: [Family] = [
        Family(
            "http_request_duration_seconds", .application, by: [routes, statuses], density: 0.015,
            presence: 0.6, library: "http", buckets: .short),
        Family(
            "http_requests_total", .application, by: [routes, statuses], density: 0.012, presence: 0.6, library: "http"
        ),
        Family(
            "http_response_size_bytes", .application, by: [routes], density: 0.02, presence: 0.2,
            library: "http sizes", buckets: .bytes),
        Family(
            "http_{requests_in_flight,connections_open,request_errors_total}", .application, presence: 0.45,
            library: "http"),
        Family(
            "grpc_server_handling_seconds", .application, by: [grpc], density: 0.06, presence: 0.15,
            library: "grpc", buckets: .short),
        Family(
            "grpc_server_{started_total,msg_received_total,msg_sent_total}", .application, by: [grpc], density: 0.06,
            presence: 0.15, library: "grpc"),
        Family(
            "grpc_server_handled_total", .application,
            by: [grpc, Dimension("grpc_code", "OK Canceled DeadlineExceeded Internal NotFound Unavailable")],
            density: 0.03, presence: 0.15, library: "grpc"),
        Family(
            "http_client_request_duration_seconds", .application, by: [upstreams, statuses], density: 0.008,
            presence: 0.2, library: "http client", buckets: .short),
        Family(
            "envoy_cluster_{upstream_cx_total,upstream_rq_total,upstream_rq_timeout,upstream_rq_retry}", .application,
            by: [upstreams], density: 0.08, presence: 0.2, library: "envoy"),
        Family(
            "envoy_cluster_upstream_rq_time", .application, by: [upstreams], density: 0.03, presence: 0.2,
            library: "envoy", buckets: .short),
        Family(
            """
            hikaricp_connections{,_acquire_seconds_max,_active,_creation_seconds_max,_idle,_max,_min,_pending,\
            _timeout_total,_usage_seconds_max}
            """, .application, by: [Dimension("pool", "primary replica")], density: 0.7, presence: 0.15,
            library: "database"),
        Family(
            """
            kafka_consumer_{bytes_consumed_total,commit_latency_avg,fetch_latency_max,fetch_total,lag,lag_max,\
            records_consumed_total,records_lag_avg,records_per_request_avg,rebalance_total}
            """, .application, by: [topics, .numbered("partition", 12)], density: 0.008, presence: 0.2,
            library: "kafka"),
        Family(
            "redis_client_{commands_total,errors_total,pool_hits_total,pool_misses_total,pool_size}", .application,
            by: [Dimension("command", "del expire get hget hset incr mget set zadd zrange")], density: 0.3,
            presence: 0.15, library: "redis"),
        business("orders", ["created", "cancelled", "confirmed", "refunded", "value_euros", "items", "retried"]),
        business("payments", ["authorised", "captured", "declined", "disputed", "settled", "fees_euros", "retried"]),
        business("stock", ["reserved", "released", "counted", "lost", "moved", "received", "returned", "scanned"]),
        business("search", ["queries", "results", "clicks", "suggestions", "zero_results", "timeouts", "rewrites"]),
        business("mail", ["sent", "bounced", "opened", "clicked", "complained", "deferred", "unsubscribed"]),
        business("fraud", ["scored", "blocked", "reviewed", "passed", "rules_hit", "appeals", "model_errors"]),
        business("media", ["encoded", "resized", "uploaded", "served", "purged", "failed", "bytes", "frames"]),
        business("feature", ["flag_reads", "flag_errors", "experiments", "exposures", "fallbacks", "refreshes"]),
        business("cache", ["hits", "misses", "evictions", "loads", "load_failures", "size", "weight"]),
        business("jobs", ["started", "finished", "failed", "retried", "queued", "skipped", "lag", "duration_ms"]),
        business("webhook", ["delivered", "failed", "retried", "rejected", "queued", "signed", "expired"]),
        business("session", ["opened", "closed", "expired", "renewed", "hijack_blocked", "active", "anonymous"]),
        business("invoice", ["issued", "paid", "overdue", "cancelled", "corrected", "exported", "tax_euros"]),
        business("shipment", ["created", "picked", "packed", "handed_over", "delivered", "lost", "returned"]),
        business("price", ["computed", "cached", "overridden", "rejected", "imports", "import_errors", "campaigns"]),
        business("profile", ["created", "updated", "merged", "deleted", "exported", "reads", "consents"]),
        Family("app_user_requests_total", .user),
    ]

    /// What a team counts about its own trade: names that exist in a few workloads only.
    private static func business(_ area: String, _ events: [String]) -> Family {
        Family(
            "app_\(area)_{\(events.joined(separator: ","))}_total", .application,
            by: [Dimension("channel", "app web store partner"), Dimension("country", "de fr nl pl es it be at")],
            density: 0.35, presence: 0.04)
    }
}
