extension Catalogue {
    private static let queue = Dimension(
        "name",
        """
        APIServiceRegistrationController AvailableConditionController DiscoveryController OpenAPIController \
        admission_quota_controller autoregister certificate crd_finalizer cronjob daemonset deployment endpoint \
        endpoint_slice garbage_collector horizontalpodautoscaler job namespace node_lifecycle_controller \
        noexec_taint_node orphaned_pods_nodes priority_and_fairness_config_queue pvcs replicaset resourcequota \
        service serviceaccount statefulset token_cleaner ttl_jobs_to_delete volumes
        """)
    private static let webhook = Dimension(
        "name", "cert-manager istio-injector kyverno-mutate kyverno-validate vault-injector pod-identity")
    private static let etcdMethod = Dimension(
        ["grpc_method", "grpc_service", "grpc_type"],
        [
            ["Range", "etcdserverpb.KV", "unary"], ["Txn", "etcdserverpb.KV", "unary"],
            ["Put", "etcdserverpb.KV", "unary"], ["Compact", "etcdserverpb.KV", "unary"],
            ["Watch", "etcdserverpb.Watch", "bidi_stream"], ["LeaseGrant", "etcdserverpb.Lease", "unary"],
            ["LeaseKeepAlive", "etcdserverpb.Lease", "bidi_stream"],
            ["Status", "etcdserverpb.Maintenance", "unary"],
        ])

    static let controlPlane: [Family] = apiServer + etcd + others

    private static let apiServer: [Family] = [
        Family(
            "apiserver_request_{duration,sli_duration,slo_duration}_seconds", .apiServer,
            by: [.verbs, .resources, Dimension("component", "apiserver")], density: 0.35, library: "verbs",
            buckets: .long),
        Family(
            "apiserver_request_total", .apiServer, by: [.verbs, .resources, .codes], density: 0.12),
        Family(
            "apiserver_response_sizes", .apiServer, by: [.verbs, .resources], density: 0.35, buckets: .bytes),
        Family(
            "apiserver_{longrunning_requests,watch_events_total,request_terminations_total,selfrequest_total}",
            .apiServer, by: [.resources, .verbs], density: 0.15),
        Family("apiserver_watch_events_sizes", .apiServer, by: [.resources], density: 0.8, buckets: .bytes),
        Family(
            "etcd_request_duration_seconds", .apiServer,
            by: [
                Dimension("operation", "get list create update delete listWithCount"),
                .resources.justResource("type"),
            ], density: 0.5, buckets: .long),
        Family(
            "apiserver_{storage_objects,cache_list_total,watch_cache_capacity,watch_cache_events_received_total}",
            .apiServer, by: [.resources.justResource("resource")]),
        Family(
            "apiserver_admission_{controller,webhook}_admission_duration_seconds", .apiServer,
            by: [webhook, Dimension("operation", "CREATE UPDATE DELETE CONNECT"), Dimension("rejected", "true false")],
            density: 0.5, buckets: .short),
        Family(
            """
            apiserver_flowcontrol_{current_executing_requests,current_executing_seats,current_inqueue_requests,\
            current_limit_seats,current_r,demand_seats_average,demand_seats_high_watermark,demand_seats_smoothed,\
            demand_seats_stdev,dispatched_requests_total,lower_limit_seats,nominal_limit_seats,\
            request_concurrency_limit,seat_fair_frac,target_seats,upper_limit_seats}
            """, .apiServer,
            by: [
                Dimension(
                    "priority_level",
                    "catch-all exempt global-default leader-election node-high system workload-high workload-low")
            ]),
        Family(
            """
            apiserver_{audit_event_total,audit_requests_rejected_total,authentication_expired_token_total,\
            client_certificate_expiration_seconds_count,current_inqueue_requests,delegated_authn_request_total,\
            delegated_authz_request_total,egress_dialer_dial_failure_count,\
            envelope_encryption_dek_cache_fill_percent,init_events_total,kube_aggregator_x509_missing_san_total,\
            storage_data_key_generation_failures_total,storage_envelope_transformation_cache_misses_total,\
            tls_handshake_errors_total,webhooks_x509_insecure_sha1_total,webhooks_x509_missing_san_total}
            """, .apiServer),
        Family(
            "workqueue_{adds_total,depth,longest_running_processor_seconds,retries_total,unfinished_work_seconds}",
            .apiServer, .controllerManager, by: [queue], density: 0.7),
        Family(
            "workqueue_{queue,work}_duration_seconds", .apiServer, .controllerManager, by: [queue], density: 0.7,
            buckets: .short),
        Family(
            "rest_client_request_duration_seconds", .apiServer, .controllerManager, .scheduler, .kubelet,
            by: [Dimension("host", "127.0.0.1:6443"), .verbs], density: 0.6, buckets: .short),
        Family(
            "rest_client_requests_total", .apiServer, .controllerManager, .scheduler, .kubelet,
            by: [.codes, Dimension("host", "127.0.0.1:6443"), Dimension("method", "GET POST PUT PATCH DELETE")],
            density: 0.3),
    ]

    private static let etcd: [Family] = [
        Family(
            """
            etcd_{cluster_version,debugging_mvcc_compact_revision,debugging_mvcc_current_revision,\
            debugging_mvcc_events_total,debugging_mvcc_keys_total,debugging_mvcc_pending_events_total,\
            debugging_mvcc_slow_watcher_total,debugging_mvcc_watch_stream_total,debugging_mvcc_watcher_total,\
            debugging_server_lease_expired_total,debugging_store_expires_total,debugging_store_watchers,\
            disk_defrag_inflight,grpc_proxy_cache_hits_total,mvcc_db_open_read_transactions,\
            mvcc_db_total_size_in_bytes,mvcc_db_total_size_in_use_in_bytes,mvcc_delete_total,mvcc_put_total,\
            mvcc_range_total,mvcc_txn_total,network_client_grpc_received_bytes_total,\
            network_client_grpc_sent_bytes_total,server_client_requests_total,server_go_version,server_has_leader,\
            server_health_failures,server_health_success,server_heartbeat_send_failures_total,server_id,\
            server_is_leader,server_is_learner,server_leader_changes_seen_total,server_learner_promote_successes,\
            server_proposals_applied_total,server_proposals_committed_total,server_proposals_failed_total,\
            server_proposals_pending,server_quota_backend_bytes,server_read_indexes_failed_total,\
            server_slow_apply_total,server_slow_read_indexes_total,server_snapshot_apply_in_progress_total,\
            server_version}
            """, .etcd),
        Family(
            """
            etcd_{disk_backend_commit,disk_backend_defrag,disk_backend_snapshot,disk_wal_fsync,disk_wal_write,\
            network_peer_round_trip_time,snap_db_fsync,snap_db_save_total,snap_fsync,server_apply}_duration_seconds
            """, .etcd, buckets: .short),
        Family("grpc_server_handled_total", .etcd, by: [etcdMethod, Dimension("grpc_code", "OK Canceled Unknown")]),
        Family("grpc_server_{started_total,msg_received_total,msg_sent_total}", .etcd, by: [etcdMethod]),
    ]

    private static let others: [Family] = [
        Family(
            """
            coredns_{build_info,cache_entries,cache_hits_total,cache_misses_total,cache_requests_total,\
            forward_healthcheck_broken_total,forward_max_concurrent_rejects_total,health_request_failures_total,\
            hosts_entries,hosts_reload_timestamp_seconds,kubernetes_rest_client_requests_total,\
            local_localhost_requests_total,panics_total,plugin_enabled,reload_failed_total,template_matches_total}
            """, .coreDNS),
        Family(
            "coredns_{dns_request,forward_request,health_request,kubernetes_dns_programming}_duration_seconds",
            .coreDNS,
            by: [Dimension("zone", ". cluster.local. in-addr.arpa."), Dimension("type", "A AAAA PTR SRV other")],
            density: 0.6, buckets: .short),
        Family(
            """
            scheduler_{cache_size,event_handling_total,goroutines,pending_pods,pod_preemption_victims,\
            preemption_attempts_total,queue_incoming_pods_total,schedule_attempts_total,unschedulable_pods}
            """, .scheduler),
        Family(
            """
            scheduler_{e2e_scheduling,framework_extension_point,permit_wait,plugin_execution,pod_scheduling,\
            pod_scheduling_sli,scheduling_algorithm,scheduling_attempt}_duration_seconds
            """, .scheduler, by: [Dimension("result", "scheduled unschedulable error")], buckets: .long),
        Family(
            """
            {attachdetach_controller_total_volumes,cronjob_controller_skew,endpoint_slice_controller_changes,\
            endpoint_slice_controller_syncs,garbagecollector_controller_resources_sync_error_total,\
            job_controller_job_finished_total,node_collector_evictions_total,node_collector_unhealthy_nodes_in_zone,\
            node_collector_zone_health,node_collector_zone_size,pv_collector_bound_pv_count,\
            replicaset_controller_sorting_deletion_age_ratio,root_ca_cert_publisher_sync_total,\
            ttl_after_finished_controller_deletion_total,volume_manager_total_volumes}
            """, .controllerManager),
        Family(
            """
            prometheus_{build_info,config_last_reload_success_timestamp_seconds,config_last_reload_successful,\
            engine_queries,engine_queries_concurrent_max,engine_query_log_enabled,http_requests_total,\
            notifications_alertmanagers_discovered,notifications_dropped_total,notifications_queue_length,\
            notifications_sent_total,ready,rule_evaluation_failures_total,rule_evaluations_total,\
            sd_discovered_targets,sd_failed_configs,target_metadata_cache_bytes,target_metadata_cache_entries,\
            target_scrape_pool_targets,target_scrape_pools_total,target_scrapes_exceeded_sample_limit_total,\
            target_scrapes_sample_duplicate_timestamp_total,target_scrapes_sample_out_of_bounds_total,\
            target_scrapes_sample_out_of_order_total,template_text_expansions_total,treecache_watcher_goroutines}
            """, .prometheus),
        Family(
            """
            prometheus_tsdb_{blocks_loaded,checkpoint_creations_failed_total,checkpoint_creations_total,\
            checkpoint_deletions_total,compactions_failed_total,compactions_total,compactions_triggered_total,\
            data_replay_duration_seconds,head_active_appenders,head_chunks,head_chunks_created_total,\
            head_chunks_removed_total,head_gc_duration_seconds_sum,head_max_time,head_min_time,\
            head_samples_appended_total,head_series,head_series_created_total,head_series_not_found_total,\
            head_series_removed_total,head_truncations_failed_total,lowest_timestamp,mmap_chunk_corruptions_total,\
            out_of_bound_samples_total,reloads_total,retention_limit_bytes,size_retentions_total,\
            storage_blocks_bytes,symbol_table_size_bytes,time_retentions_total,tombstone_cleanup_seconds_sum,\
            vertical_compactions_total,wal_completed_pages_total,wal_corruptions_total,wal_page_flushes_total,\
            wal_segment_current,wal_storage_size_bytes,wal_truncations_total,wal_writes_failed_total}
            """, .prometheus),
        Family(
            """
            prometheus_rule_group_{duration_seconds,interval_seconds,iterations_missed_total,iterations_total,\
            last_duration_seconds,last_evaluation_samples,last_evaluation_timestamp_seconds,rules}
            """, .prometheus, by: [.numbered("rule_group", 150)]),
    ]
}

extension Dimension {
    /// The resource names alone, under the name that a metric calls them.
    func justResource(_ label: String) -> Dimension {
        Dimension([label], rows.compactMap { $0.last.map { [$0] } })
    }
}
