extension Catalogue {
    private static let heapArea = Dimension(
        ["area", "id"],
        [
            ["heap", "G1 Eden Space"], ["heap", "G1 Old Gen"], ["heap", "G1 Survivor Space"],
            ["nonheap", "CodeCache"], ["nonheap", "Compressed Class Space"], ["nonheap", "Metaspace"],
        ])

    /// What every target has, whoever wrote it: language runtimes, the process, the scrape itself.
    static let runtimes: [Family] = [
        Family(
            """
            {up,scrape_duration_seconds,scrape_samples_scraped,scrape_samples_post_metric_relabeling,\
            scrape_series_added}
            """, .nodeExporter, .kubelet, .apiServer, .etcd, .coreDNS, .scheduler, .controllerManager, .prometheus,
            .application),
        Family(
            """
            go_{goroutines,info,sched_gomaxprocs_threads,threads,memstats_alloc_bytes,memstats_alloc_bytes_total,\
            memstats_buck_hash_sys_bytes,memstats_frees_total,memstats_gc_sys_bytes,memstats_heap_alloc_bytes,\
            memstats_heap_idle_bytes,memstats_heap_inuse_bytes,memstats_heap_objects,memstats_heap_released_bytes,\
            memstats_heap_sys_bytes,memstats_last_gc_time_seconds,memstats_lookups_total,memstats_mallocs_total,\
            memstats_mcache_inuse_bytes,memstats_mcache_sys_bytes,memstats_mspan_inuse_bytes,\
            memstats_mspan_sys_bytes,memstats_next_gc_bytes,memstats_other_sys_bytes,memstats_stack_inuse_bytes,\
            memstats_stack_sys_bytes,memstats_sys_bytes}
            """, .nodeExporter, .kubelet, .apiServer, .etcd, .coreDNS, .scheduler, .controllerManager, .prometheus,
            .application, presence: 0.2, library: "go"),
        Family(
            "go_gc_duration_seconds", .nodeExporter, .kubelet, .apiServer, .etcd, .coreDNS, .scheduler,
            .controllerManager, .prometheus, .application, by: [.quantiles], presence: 0.2, library: "go"),
        Family(
            """
            process_{cpu_seconds_total,max_fds,open_fds,resident_memory_bytes,start_time_seconds,\
            virtual_memory_bytes,virtual_memory_max_bytes}
            """, .nodeExporter, .kubelet, .apiServer, .etcd, .coreDNS, .scheduler, .controllerManager, .prometheus,
            .application, presence: 0.3, library: "process"),
        Family(
            "jvm_{buffer_count_buffers,buffer_memory_used_bytes,buffer_total_capacity_bytes}", .application,
            by: [Dimension("id", "direct mapped")], presence: 0.12, library: "jvm"),
        Family(
            "jvm_memory_{committed,init,max,used}_bytes", .application, by: [heapArea], presence: 0.12,
            library: "jvm"),
        Family(
            """
            jvm_{classes_loaded_classes,classes_unloaded_classes_total,compilation_time_ms_total,\
            gc_live_data_size_bytes,gc_max_data_size_bytes,gc_memory_allocated_bytes_total,\
            gc_memory_promoted_bytes_total,gc_overhead_percent,memory_usage_after_gc_percent,threads_daemon_threads,\
            threads_live_threads,threads_peak_threads}
            """, .application, presence: 0.12, library: "jvm"),
        Family(
            "jvm_threads_states_threads", .application,
            by: [Dimension("state", "blocked new runnable terminated timed-waiting waiting")], presence: 0.12,
            library: "jvm"),
        Family(
            "jvm_gc_pause_seconds_{count,max,sum}", .application,
            by: [
                Dimension(
                    ["action", "cause"],
                    [
                        ["end of minor GC", "G1 Evacuation Pause"], ["end of minor GC", "Metadata GC Threshold"],
                        ["end of major GC", "Allocation Failure"],
                    ])
            ], presence: 0.12, library: "jvm"),
        Family(
            """
            nodejs_{active_handles_total,active_requests_total,eventloop_lag_max_seconds,eventloop_lag_mean_seconds,\
            eventloop_lag_p50_seconds,eventloop_lag_p90_seconds,eventloop_lag_p99_seconds,eventloop_lag_seconds,\
            external_memory_bytes,heap_size_total_bytes,heap_size_used_bytes,version_info}
            """, .application, presence: 0.08, library: "nodejs"),
        Family(
            "nodejs_heap_space_size_{available,total,used}_bytes", .application,
            by: [Dimension("space", "code code_large large_object map new new_large_object old read_only")],
            presence: 0.08, library: "nodejs"),
    ]
}
