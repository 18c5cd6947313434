extension Catalogue {
    private static let interface = Dimension("interface", "eth0")
    private static let operation = Dimension(
        "operation_type",
        """
        container_status create_container exec_sync image_status list_containers list_images list_podsandbox \
        podsandbox_status pull_image remove_container remove_podsandbox run_podsandbox start_container status \
        stop_container stop_podsandbox version
        """)

    /// The kubelet's own metrics and those of cAdvisor, which it serves at another path.
    static let kubelet: [Family] = [
        Family(
            """
            container_{cpu_system_seconds_total,cpu_usage_seconds_total,cpu_user_seconds_total,memory_cache,\
            memory_rss,memory_usage_bytes,memory_working_set_bytes,oom_events_total,spec_cpu_shares,\
            spec_memory_limit_bytes,start_time_seconds}
            """, .container),
        Family(
            """
            container_{cpu_cfs_periods_total,cpu_cfs_throttled_periods_total,cpu_cfs_throttled_seconds_total,\
            spec_cpu_period,spec_cpu_quota}
            """, .container, presence: 0.4, library: "quota"),
        Family(
            """
            container_{cpu_load_average_10s,file_descriptors,last_seen,memory_failcnt,memory_mapped_file,\
            memory_max_usage_bytes,memory_swap,processes,sockets,spec_memory_reservation_limit_bytes,\
            spec_memory_swap_limit_bytes,threads,threads_max,ulimits_soft}
            """, .container, presence: 0.15, library: "cadvisor extras"),
        Family(
            "container_memory_failures_total", .container,
            by: [Dimension("failure_type", "pgfault pgmajfault"), Dimension("scope", "container hierarchy")],
            presence: 0.3),
        Family(
            "container_tasks_state", .container, by: [Dimension("state", "running sleeping stopped")],
            presence: 0.15, library: "cadvisor extras"),
        Family(
            "container_fs_{reads_bytes_total,reads_total,writes_bytes_total,writes_total}", .container,
            by: [Dimension("device", "/dev/nvme0n1 /dev/nvme1n1")], density: 0.25),
        Family(
            "container_fs_{inodes_free,inodes_total,limit_bytes,usage_bytes,io_time_seconds_total}", .container,
            by: [Dimension("device", "/dev/nvme0n1")], presence: 0.3),
        Family(
            """
            container_network_{receive_bytes,receive_errors,receive_packets,receive_packets_dropped,transmit_bytes,\
            transmit_errors,transmit_packets,transmit_packets_dropped}_total
            """, .podNetwork, by: [interface]),
        Family(
            "kubelet_runtime_operations_duration_seconds", .kubelet, by: [operation], density: 0.6, buckets: .short),
        Family("kubelet_runtime_operations_{total,errors_total}", .kubelet, by: [operation], density: 0.6),
        Family(
            "kubelet_{cgroup_manager,pod_worker,pleg_relist,pod_start,pod_worker_start}_duration_seconds", .kubelet,
            by: [Dimension("operation_type", "create update destroy")], density: 0.7, buckets: .short),
        Family(
            "kubelet_http_requests_duration_seconds", .kubelet,
            by: [Dimension("method", "GET POST"), Dimension("path", "metrics pods stats exec logs healthz configz")],
            density: 0.3, buckets: .short),
        Family(
            """
            kubelet_{active_pods,desired_pods,mirror_pods,running_pods,certificate_manager_client_ttl_seconds,\
            evented_pleg_connection_error_count,lifecycle_handler_http_fallbacks_total,managed_ephemeral_containers,\
            memory_manager_pinning_errors_total,node_name,pleg_discard_events,pleg_last_seen_seconds,preemptions,\
            restarted_pods_total,run_podsandbox_errors_total,server_expiration_renew_errors,\
            started_containers_errors_total,started_containers_total,started_host_process_containers_total,\
            started_pods_errors_total,started_pods_total,topology_manager_admission_errors_total,\
            volume_metric_collection_errors,working_pods}
            """, .kubelet),
        Family("kubelet_running_containers", .kubelet, by: [Dimension("container_state", "created exited running")]),
        Family(
            "kubelet_volume_stats_{available_bytes,capacity_bytes,inodes,inodes_free,inodes_used,used_bytes}",
            .kubelet, by: [.numbered("persistentvolumeclaim", 400)], density: 0.004),
        Family(
            "storage_operation_duration_seconds", .kubelet,
            by: [
                Dimension("operation_name", "volume_mount volume_unmount verify_controller_attached_volume"),
                Dimension("volume_plugin", "kubernetes.io/configmap kubernetes.io/csi kubernetes.io/secret"),
            ], density: 0.5, buckets: .short),
    ]
}
