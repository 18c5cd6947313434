/// What the software in the cluster exposes: about 1,150 metrics under the names they have in reality.
enum Catalogue {
    static let families = nodeExporter + kubelet + kubeState + controlPlane + runtimes + applications
}

extension Dimension {
    static let verbs = Dimension("verb", "GET LIST WATCH POST PUT PATCH DELETE")
    static let codes = Dimension("code", "200 201 204 301 302 400 401 403 404 409 422 429 500 502 503 504")
    static let quantiles = Dimension("quantile", "0 0.25 0.5 0.75 1")

    /// Numbers from 0: processors, shards, queues.
    static func numbered(_ label: String, _ count: Int) -> Dimension {
        Dimension([label], (0..<count).map { [String($0)] })
    }

    /// The resources of the Kubernetes API; each is in one group, version and scope.
    static let resources: Dimension = {
        let groups = [
            ("", "v1", "namespace", "pods services endpoints configmaps secrets serviceaccounts events limitranges"),
            ("", "v1", "cluster", "nodes namespaces persistentvolumes componentstatuses"),
            ("", "v1", "namespace", "persistentvolumeclaims replicationcontrollers resourcequotas podtemplates"),
            ("apps", "v1", "namespace", "deployments replicasets statefulsets daemonsets controllerrevisions"),
            ("batch", "v1", "namespace", "jobs cronjobs"),
            ("autoscaling", "v2", "namespace", "horizontalpodautoscalers"),
            ("policy", "v1", "namespace", "poddisruptionbudgets"),
            ("coordination.k8s.io", "v1", "namespace", "leases"),
            ("discovery.k8s.io", "v1", "namespace", "endpointslices"),
            ("networking.k8s.io", "v1", "namespace", "ingresses networkpolicies"),
            ("networking.k8s.io", "v1", "cluster", "ingressclasses"),
            ("rbac.authorization.k8s.io", "v1", "cluster", "clusterroles clusterrolebindings"),
            ("rbac.authorization.k8s.io", "v1", "namespace", "roles rolebindings"),
            ("storage.k8s.io", "v1", "cluster", "storageclasses volumeattachments csidrivers csinodes"),
            ("apiextensions.k8s.io", "v1", "cluster", "customresourcedefinitions"),
            ("admissionregistration.k8s.io", "v1", "cluster", "mutatingwebhookconfigurations"),
            ("monitoring.coreos.com", "v1", "namespace", "servicemonitors podmonitors prometheusrules probes"),
            ("cert-manager.io", "v1", "namespace", "certificates certificaterequests issuers"),
            ("argoproj.io", "v1alpha1", "namespace", "applications appprojects rollouts workflows"),
            ("networking.istio.io", "v1beta1", "namespace", "virtualservices destinationrules gateways sidecars"),
        ]
        let rows = groups.flatMap { group, version, scope, names in
            names.split(separator: " ").map { [group, version, scope, String($0)] }
        }
        return Dimension(["group", "version", "scope", "resource"], rows)
    }()
}
