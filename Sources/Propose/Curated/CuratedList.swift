/// x
package struct CuratedList: Sendable {
    package static let all = [PackageResources.kube_proxy_yaml]
}
