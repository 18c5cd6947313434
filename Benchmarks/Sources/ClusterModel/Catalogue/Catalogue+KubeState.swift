extension Catalogue {
    private static let condition = Dimension("condition", "true false unknown")
    private static let resource = Dimension(
        ["resource", "unit"], [["cpu", "core"], ["memory", "byte"], ["ephemeral_storage", "byte"]])

    /// kube-state-metrics: one large target whose series speak about everything else.
    static let kubeState: [Family] = [
        Family(
            """
            kube_pod_{created,deletion_timestamp,restart_policy,start_time,status_container_ready_time,\
            status_initialized_time,status_ready_time,status_scheduled_time,ips}
            """, .kubePod, density: 0.5),
        Family("kube_pod_status_phase", .kubePod, by: [Dimension("phase", "Failed Pending Running Succeeded Unknown")]),
        Family("kube_pod_status_{ready,scheduled}", .kubePod, by: [condition], presence: 0.5),
        Family(
            "kube_pod_status_reason", .kubePod,
            by: [Dimension("reason", "Evicted NodeAffinity NodeLost Shutdown UnexpectedAdmissionError")],
            presence: 0.3),
        Family(
            "kube_pod_tolerations", .kubePod,
            by: [
                Dimension(
                    ["effect", "key", "operator"],
                    [
                        ["NoExecute", "node.kubernetes.io/not-ready", "Exists"],
                        ["NoExecute", "node.kubernetes.io/unreachable", "Exists"],
                    ])
            ], presence: 0.3),
        Family("kube_pod_{info,owner,labels,annotations,service_account,scheduler}", .kubePod, density: 0.6),
        Family(
            """
            kube_pod_container_{info,state_started,status_ready,status_restarts_total,status_running,\
            status_terminated,status_waiting,status_last_terminated_exitcode,status_last_terminated_timestamp}
            """, .kubeContainer, density: 0.45),
        Family("kube_pod_container_resource_{limits,requests}", .kubeContainer, by: [resource], density: 0.4),
        Family(
            "kube_pod_init_container_{info,status_ready,status_restarts_total,status_running,status_terminated}",
            .kubeContainer, presence: 0.1),
        Family(
            "kube_pod_container_status_last_terminated_reason", .kubeContainer,
            by: [Dimension("reason", "Completed ContainerCannotRun Error OOMKilled")], density: 0.1),
        Family(
            """
            kube_deployment_{annotations,created,labels,metadata_generation,owner,spec_paused,spec_replicas,\
            spec_strategy_rollingupdate_max_surge,spec_strategy_rollingupdate_max_unavailable,\
            status_observed_generation,status_replicas,status_replicas_available,status_replicas_ready,\
            status_replicas_unavailable,status_replicas_updated}
            """, .kubeDeployment),
        Family(
            "kube_deployment_status_condition", .kubeDeployment,
            by: [condition.renamed("status"), Dimension("condition", "Available Progressing ReplicaFailure")]),
        Family(
            """
            kube_horizontalpodautoscaler_{annotations,info,labels,metadata_generation,spec_max_replicas,\
            spec_min_replicas,spec_target_metric,status_condition,status_current_replicas,status_desired_replicas,\
            status_target_metric}
            """, .kubeAutoscaler, presence: 0.4, library: "hpa"),
        Family(
            """
            kube_statefulset_{created,labels,metadata_generation,persistentvolumeclaim_retention_policy,replicas,\
            status_current_revision,status_observed_generation,status_replicas,status_replicas_available,\
            status_replicas_current,status_replicas_ready,status_replicas_updated,status_update_revision}
            """, .kubeStatefulSet, presence: 0.15, library: "statefulset"),
        Family(
            """
            kube_{cronjob_created,cronjob_info,cronjob_next_schedule_time,cronjob_spec_suspend,cronjob_status_active,\
            cronjob_status_last_schedule_time,job_complete,job_created,job_failed,job_info,job_owner,\
            job_spec_completions,job_spec_parallelism,job_status_active,job_status_completion_time,job_status_failed,\
            job_status_start_time,job_status_succeeded}
            """, .kubeJob, presence: 0.2, library: "job"),
        Family(
            """
            kube_{service_created,service_info,service_labels,service_spec_type,endpoint_address,endpoint_created,\
            endpoint_info,endpoint_labels,endpoint_ports,ingress_created,ingress_info,ingress_path,\
            networkpolicy_created,networkpolicy_labels,poddisruptionbudget_created,\
            poddisruptionbudget_status_current_healthy,poddisruptionbudget_status_desired_healthy,\
            poddisruptionbudget_status_expected_pods,poddisruptionbudget_status_pod_disruptions_allowed}
            """, .kubeService, presence: 0.7),
        Family(
            """
            kube_replicaset_{annotations,created,labels,metadata_generation,owner,spec_replicas,\
            status_fully_labeled_replicas,status_observed_generation,status_ready_replicas,status_replicas}
            """, .kubeReplicaSet),
        Family(
            "kube_secret_{annotations,created,info,labels,metadata_resource_version,owner,type}", .kubeSecret),
        Family(
            """
            kube_node_{annotations,created,deletion_timestamp,info,labels,role,spec_taint,spec_unschedulable,\
            status_addresses}
            """, .kubeNode),
        Family(
            "kube_node_status_{allocatable,capacity}", .kubeNode,
            by: [
                Dimension(
                    ["resource", "unit"],
                    [
                        ["cpu", "core"], ["ephemeral_storage", "byte"], ["hugepages_1Gi", "byte"],
                        ["hugepages_2Mi", "byte"], ["memory", "byte"], ["pods", "integer"],
                    ])
            ]),
        Family(
            "kube_node_status_condition", .kubeNode,
            by: [
                Dimension("condition", "DiskPressure MemoryPressure NetworkUnavailable PIDPressure Ready"),
                condition.renamed("status"),
            ]),
    ]
}

extension Dimension {
    /// The same values under another name, for a dimension of one label.
    func renamed(_ label: String) -> Dimension { Dimension([label], rows) }
}
