extension Catalogue {
    private static let device = Dimension("device", "eth0 eth1 lo cni0")
    private static let disk = Dimension("device", "nvme0n1 nvme1n1")
    private static let cpu = Dimension.numbered("cpu", 8)
    private static let filesystem = Dimension(
        ["device", "fstype", "mountpoint"],
        [
            ["/dev/nvme0n1p1", "ext4", "/"], ["/dev/nvme1n1", "xfs", "/var/lib/containerd"],
            ["tmpfs", "tmpfs", "/run"], ["/dev/nvme0n1p15", "vfat", "/boot/efi"],
        ])

    static let nodeExporter: [Family] = [
        Family(
            """
            node_memory_{Active,Active_anon,Active_file,AnonHugePages,AnonPages,Bounce,Buffers,Cached,CommitLimit,\
            Committed_AS,DirectMap1G,DirectMap2M,DirectMap4k,Dirty,FileHugePages,FilePmdMapped,HardwareCorrupted,\
            Hugepagesize,Hugetlb,Inactive,Inactive_anon,Inactive_file,KReclaimable,KernelStack,Mapped,MemAvailable,\
            MemFree,MemTotal,Mlocked,NFS_Unstable,PageTables,Percpu,SReclaimable,SUnreclaim,Shmem,ShmemHugePages,\
            ShmemPmdMapped,Slab,SwapCached,SwapFree,SwapTotal,Unevictable,VmallocChunk,VmallocTotal,VmallocUsed,\
            Writeback,WritebackTmp}_bytes
            """, .nodeExporter),
        Family("node_memory_HugePages_{Free,Rsvd,Surp,Total}", .nodeExporter),
        Family(
            """
            node_netstat_{Icmp6_InErrors,Icmp6_InMsgs,Icmp6_OutMsgs,Icmp_InErrors,Icmp_InMsgs,Icmp_OutMsgs,\
            Ip6_InOctets,Ip6_OutOctets,IpExt_InOctets,IpExt_OutOctets,Ip_Forwarding,TcpExt_ListenDrops,\
            TcpExt_ListenOverflows,TcpExt_SyncookiesFailed,TcpExt_SyncookiesRecv,TcpExt_SyncookiesSent,\
            TcpExt_TCPSynRetrans,TcpExt_TCPTimeouts,TcpExt_TCPOFOQueue,TcpExt_TCPRcvQDrop,Tcp_ActiveOpens,\
            Tcp_CurrEstab,Tcp_InErrs,Tcp_InSegs,Tcp_OutRsts,Tcp_OutSegs,Tcp_PassiveOpens,Tcp_RetransSegs,\
            Udp6_InDatagrams,Udp6_InErrors,Udp6_NoPorts,Udp6_OutDatagrams,Udp6_RcvbufErrors,Udp6_SndbufErrors,\
            UdpLite6_InErrors,UdpLite_InErrors,Udp_InDatagrams,Udp_InErrors,Udp_NoPorts,Udp_OutDatagrams,\
            Udp_RcvbufErrors,Udp_SndbufErrors}
            """, .nodeExporter),
        Family(
            """
            node_network_{receive_bytes,receive_compressed,receive_drop,receive_errs,receive_fifo,receive_frame,\
            receive_multicast,receive_nohandler,receive_packets,transmit_bytes,transmit_carrier,transmit_colls,\
            transmit_compressed,transmit_drop,transmit_errs,transmit_fifo,transmit_packets}_total
            """, .nodeExporter, by: [device]),
        Family(
            """
            node_network_{address_assign_type,carrier,carrier_changes_total,carrier_down_changes_total,\
            carrier_up_changes_total,device_id,dormant,flags,iface_id,iface_link,iface_link_mode,mtu_bytes,\
            name_assign_type,net_dev_group,protocol_type,speed_bytes,transmit_queue_length,up}
            """, .nodeExporter, by: [device]),
        Family(
            """
            node_disk_{discard_time_seconds_total,discarded_sectors_total,discards_completed_total,\
            discards_merged_total,flush_requests_time_seconds_total,flush_requests_total,io_now,\
            io_time_seconds_total,io_time_weighted_seconds_total,read_bytes_total,read_time_seconds_total,\
            reads_completed_total,reads_merged_total,write_time_seconds_total,writes_completed_total,\
            writes_merged_total,written_bytes_total}
            """, .nodeExporter, by: [disk]),
        Family(
            "node_filesystem_{avail_bytes,device_error,files,files_free,free_bytes,readonly,size_bytes}",
            .nodeExporter, by: [filesystem]),
        Family(
            "node_cpu_seconds_total", .nodeExporter,
            by: [cpu, Dimension("mode", "idle iowait irq nice softirq steal system user")]),
        Family("node_cpu_guest_seconds_total", .nodeExporter, by: [cpu, Dimension("mode", "nice user")]),
        Family(
            """
            node_{softnet_backlog_len,softnet_cpu_collision_total,softnet_dropped_total,softnet_processed_total,\
            softnet_times_squeezed_total,schedstat_running_seconds_total,schedstat_timeslices_total,\
            schedstat_waiting_seconds_total,cpu_core_throttles_total,cpu_scaling_frequency_hertz}
            """, .nodeExporter, by: [cpu]),
        Family(
            "node_vmstat_{oom_kill,pgfault,pgmajfault,pgpgin,pgpgout,pswpin,pswpout}", .nodeExporter),
        Family(
            """
            node_timex_{estimated_error_seconds,frequency_adjustment_ratio,loop_time_constant,maxerror_seconds,\
            offset_seconds,pps_calibration_total,pps_error_total,pps_frequency_hertz,pps_jitter_seconds,\
            pps_jitter_total,pps_shift_seconds,pps_stability_exceeded_total,pps_stability_hertz,status,sync_status,\
            tai_offset_seconds,tick_seconds}
            """, .nodeExporter),
        Family(
            """
            node_sockstat_{FRAG6_inuse,FRAG6_memory,FRAG_inuse,FRAG_memory,RAW6_inuse,RAW_inuse,TCP6_inuse,TCP_alloc,\
            TCP_inuse,TCP_mem,TCP_mem_bytes,TCP_orphan,TCP_tw,UDP6_inuse,UDPLITE6_inuse,UDPLITE_inuse,UDP_inuse,\
            UDP_mem,UDP_mem_bytes,sockets_used}
            """, .nodeExporter),
        Family(
            "node_pressure_{cpu_waiting,io_stalled,io_waiting,memory_stalled,memory_waiting}_seconds_total",
            .nodeExporter),
        Family(
            """
            node_xfs_{allocation_btree_compares,allocation_btree_lookups,allocation_btree_records_deleted,\
            allocation_btree_records_inserted,block_map_btree_compares,block_map_btree_lookups,block_mapping_reads,\
            block_mapping_unmaps,block_mapping_writes,directory_operation_create,directory_operation_getdents,\
            directory_operation_lookup,directory_operation_remove,extent_allocation_blocks_allocated,\
            extent_allocation_blocks_freed,extent_allocation_extents_allocated,extent_allocation_extents_freed,\
            inode_operation_attempts,inode_operation_duplicates,inode_operation_found,inode_operation_missed,\
            inode_operation_reclaims,inode_operation_recycled,read_calls,vnode_active,vnode_allocate,vnode_get,\
            vnode_hold,vnode_reclaim,vnode_release,vnode_remove,write_calls}_total
            """, .nodeExporter, by: [Dimension("device", "nvme1n1")]),
        Family(
            """
            node_{arp_entries,boot_time_seconds,context_switches_total,entropy_available_bits,entropy_pool_size_bits,\
            filefd_allocated,filefd_maximum,forks_total,intr_total,load1,load15,load5,nf_conntrack_entries,\
            nf_conntrack_entries_limit,procs_blocked,procs_running,time_seconds,udp_queues,textfile_scrape_error}
            """, .nodeExporter),
        Family(
            "node_scrape_collector_{duration_seconds,success}", .nodeExporter,
            by: [
                Dimension(
                    "collector",
                    "arp bonding conntrack cpu diskstats entropy filefd filesystem loadavg meminfo netdev netstat time"
                )
            ]),
        Family(
            "node_uname_info", .nodeExporter,
            by: [Dimension(["release", "sysname"], [["6.1.0-21-cloud-amd64", "Linux"]])]),
    ]
}
